import { FixedWindow } from './fixed-window';
import { GcraWindow } from './gcra-window';
import { SlidingWindow } from './sliding-window';
import type { WindowFactory } from './quota-window';

/** The window algorithms that the setting `window` selects. */
export const WINDOWS = {
  sliding: (rule) => new SlidingWindow(rule),
  fixed: (rule) => new FixedWindow(rule),
  gcra: (rule) => new GcraWindow(rule),
} as const satisfies Record<string, WindowFactory>;

export type WindowKind = keyof typeof WINDOWS;
export const WINDOW_KINDS = ['sliding', 'fixed', 'gcra'] as const satisfies readonly WindowKind[];
