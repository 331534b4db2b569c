import { FixedWindow } from './fixed';
import { GcraWindow } from './gcra';
import { SlidingWindow } from './sliding';
import type { WindowFactory } from './window';

export const WINDOWS = {
  sliding: (rule) => new SlidingWindow(rule),
  fixed: (rule) => new FixedWindow(rule),
  gcra: (rule) => new GcraWindow(rule),
} as const satisfies Record<string, WindowFactory>;

export type WindowKind = keyof typeof WINDOWS;
export const WINDOW_KINDS = ['sliding', 'fixed', 'gcra'] as const satisfies readonly WindowKind[];
