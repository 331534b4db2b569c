import type { Provider } from '../core/provider';
import { nexconn } from './nexconn';
import { sendbird } from './sendbird';
import { stream } from './stream';
import { tencent } from './tencent';

/** Every vendor the gateway speaks to: one folder, one line. */
export const PROVIDERS: readonly Provider[] = [nexconn, sendbird, stream, tencent];
