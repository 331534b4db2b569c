import type { Page } from 'playwright-core';

export type Explorer = Awaited<ReturnType<typeof explorerOf>>;

/** The explorer, once the form says a call at this place. */
export async function explorerOf(page: Page, channelId = 'tjw3zbMrU') {
  await page.locator('#call', { hasText: `/${channelId}/` }).waitFor();
  return {
    choose: async (title: string, itsChannelId: string) => {
      await page.locator('#example').selectOption({ label: title });
      await page.locator('#call', { hasText: `/${itsChannelId}/` }).waitFor();
    },
    dryRun: () => page.getByRole('button', { name: 'Dry run' }).click(),
    send: () => page.getByRole('button', { name: 'Send' }).click(),
    /** Waits for the reply to what was sent last. */
    status: (code: number) => page.locator('#reply .chip', { hasText: String(code) }).waitFor(),
    reply: () => page.locator('#reply').innerText(),
    curl: () => page.locator('#curl').innerText(),
  };
}
