import type { Page } from 'playwright-core';

export type Explorer = Awaited<ReturnType<typeof openedExplorer>>;

/** The request explorer, as soon as its form shows a call to this channel. */
export async function openedExplorer(page: Page, channelId = 'tjw3zbMrU') {
  await page.locator('#call', { hasText: `/${channelId}/` }).waitFor();
  return {
    choose: async (title: string, targetChannelId: string) => {
      await page.locator('#example').selectOption({ label: title });
      await page
        .locator('#call', { hasText: `/${encodeURIComponent(targetChannelId)}/` })
        .waitFor();
    },
    dryRun: () => page.getByRole('button', { name: 'Dry run' }).click(),
    send: () => page.getByRole('button', { name: 'Send', exact: true }).click(),
    /** Waits for a reply with this status. */
    status: (code: number) => page.locator('#reply .chip', { hasText: String(code) }).waitFor(),
    reply: () => page.locator('#reply').innerText(),
    curl: () => page.locator('#curl').innerText(),
  };
}
