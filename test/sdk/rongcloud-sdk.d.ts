/** The public SDK has no types; these are the parts that are used here. */
declare module 'rongcloud-sdk' {
  interface Rong {
    readonly Chatroom: {
      create(chatroom: { id: string; name: string }): Promise<unknown>;
      destroy(chatroom: { id: string }): Promise<unknown>;
    };
  }
  function connect(account: { appkey: string; secret: string; api: string[] }): Rong;
  export = connect;
}

/** Sends any call of the SDK. The SDK has no functions of its own for metadata. */
declare module 'rongcloud-sdk/lib/request' {
  export function request(call: { url: string; data: object }): Promise<{ text: unknown }>;
}
