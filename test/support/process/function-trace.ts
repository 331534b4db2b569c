import { Session } from 'node:inspector';

/** A function of a source file: `name`, or `Class.method`. */
export interface TracedFunction {
  /** Relative to the root of the repository. */
  readonly file: string;
  readonly name: string;
}

interface Script {
  readonly scriptId: string;
  readonly url: string;
}
interface Location {
  readonly scriptId: string;
  readonly lineNumber: number;
  readonly columnNumber?: number | undefined;
}

declare global {
  // written by the conditions of the breakpoints, which see no other scope
  var enteredFunctions: number[] | undefined;
}

/**
 * Records the order in which functions of this process are entered, without changing them: each gets a
 * breakpoint whose condition notes the entry and is never true.
 */
export class FunctionTrace {
  private readonly session = new Session();
  /** Of one file there may be several: earlier test files of this process have loaded their own. */
  private readonly scripts: Script[] = [];

  /** @throws Error for a file that is not loaded, or a function that it does not have */
  constructor(functions: readonly TracedFunction[]) {
    globalThis.enteredFunctions = [];
    this.session.connect();
    this.session.on('Debugger.scriptParsed', ({ params }) => this.scripts.push(params));
    this.session.post('Debugger.enable');
    for (const [index, { file, name }] of functions.entries()) {
      const copies = this.scripts.filter(({ url }) => url.endsWith(`/${file}`));
      if (copies.length === 0) throw new Error(`${file} is not loaded.`);
      for (const { scriptId } of copies)
        this.session.post('Debugger.setBreakpoint', {
          location: this.locationOf(scriptId, { file, name }),
          condition: `(globalThis.enteredFunctions?.push(${index}), false)`,
        });
    }
  }

  /** The indexes of the functions entered since the last call, in that order. */
  take(): number[] {
    return globalThis.enteredFunctions?.splice(0) ?? [];
  }

  close(): void {
    this.session.disconnect();
    globalThis.enteredFunctions = undefined;
  }

  /** The first place in the body of the function where a debugger can stop. */
  private locationOf(scriptId: string, { file, name }: TracedFunction): Location {
    let source = '';
    this.session.post('Debugger.getScriptSource', { scriptId }, (_, reply) => {
      source = reply.scriptSource;
    });
    const body = bodyOffset(source, name);
    if (body === undefined) throw new Error(`${file} has no function ${name}.`);
    let locations: readonly Location[] = [];
    const start = { scriptId, ...positionOf(source, body) };
    // Node.js 24 reports no locations for a range that ends with the script
    const end = { scriptId, lineNumber: start.lineNumber + 5, columnNumber: 0 };
    this.session.post('Debugger.getPossibleBreakpoints', { start, end }, (_, reply) => {
      ({ locations } = reply);
    });
    const [first] = locations;
    if (first === undefined) throw new Error(`The debugger cannot stop in ${name} of ${file}.`);
    return first;
  }
}

/** The offset just behind the parameters of a function. */
function bodyOffset(source: string, name: string): number | undefined {
  const [owner, method] = name.includes('.') ? name.split('.') : [undefined, name];
  const from = owner === undefined ? 0 : source.search(new RegExp(`class ${owner}\\b`));
  if (from === -1) return undefined;
  const declaration =
    owner === undefined
      ? new RegExp(`(?:function\\*? ${method}|const ${method} = (?:async )?)\\(`, 'g')
      : new RegExp(`[\\s/*]${method}\\(`, 'g');
  declaration.lastIndex = from;
  for (let found = declaration.exec(source); found !== null; found = declaration.exec(source)) {
    const end = parametersEnd(source, declaration.lastIndex);
    if (/^\s*(=>|\{)/.test(source.slice(end, end + 10))) return end; // a call has no body
  }
  return undefined;
}

/** The offset behind the parenthesis that closes the one before `offset`. */
function parametersEnd(source: string, offset: number): number {
  let end = offset;
  for (let depth = 1; depth > 0 && end < source.length; end += 1) {
    if (source[end] === '(') depth += 1;
    if (source[end] === ')') depth -= 1;
  }
  return end;
}

function positionOf(source: string, offset: number) {
  const lines = source.slice(0, offset).split('\n');
  return { lineNumber: lines.length - 1, columnNumber: lines.at(-1)?.length ?? 0 };
}
