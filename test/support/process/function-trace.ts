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
      const condition = `(globalThis.enteredFunctions?.push(${index}), false)`;
      const isTraced = copies.map(({ scriptId }) =>
        this.setBreakpoint(this.bodyOf(scriptId, { file, name }), condition),
      );
      if (!isTraced.includes(true))
        throw new Error(`The debugger cannot stop in ${name} of ${file}.`);
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

  /** At the next place where a debugger can stop. @returns false in a copy that is garbage */
  private setBreakpoint(location: Location, condition: string): boolean {
    const errors: unknown[] = [];
    this.session.post('Debugger.setBreakpoint', { location, condition }, (error) =>
      errors.push(error),
    );
    return errors[0] === null;
  }

  /** The beginning of the body of a function. */
  private bodyOf(scriptId: string, { file, name }: TracedFunction): Location {
    let source = '';
    this.session.post('Debugger.getScriptSource', { scriptId }, (_, reply) => {
      source = reply.scriptSource;
    });
    const body = bodyOffset(source, name);
    if (body === undefined) throw new Error(`${file} has no function ${name}.`);
    return { scriptId, ...positionOf(source, body) };
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
