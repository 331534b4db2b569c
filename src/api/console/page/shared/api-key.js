/** The API key, kept until the tab closes. No element but the password field ever shows it. */
const STORAGE_NAME = 'chat-metadata-gateway.api-key';

/** The key, or an empty string. */
export const currentKey = () => sessionStorage.getItem(STORAGE_NAME) ?? '';

export const storeKey = (key) => sessionStorage.setItem(STORAGE_NAME, key);
