/** Values for the environment variables that the configurations of the documents refer to. */
export const EXAMPLE_SECRETS = {
  ORDERS_KEY_SHA256: 'ab'.repeat(32),
  NEXCONN_APP_KEY: 'app-key',
  NEXCONN_APP_SECRET: 'app-secret',
  SENDBIRD_APP_ID: '9DA1B1F4-0BE6-4DA8-82C5-2E81DAB56F23',
  SENDBIRD_API_TOKEN: 'api-token',
  STREAM_API_KEY: 'api-key',
  STREAM_API_SECRET: 'api-secret',
  TENCENT_SECRET_KEY: 'secret-key',
};
