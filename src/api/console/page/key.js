/** The API key of this tab: gone when the tab is, and never on the screen. */
const NAME = 'chat-metadata-gateway.api-key';

export const currentKey = () => sessionStorage.getItem(NAME) ?? '';

export const keepKey = (key) => sessionStorage.setItem(NAME, key);
