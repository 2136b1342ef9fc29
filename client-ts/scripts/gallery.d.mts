import type { Page } from 'playwright-core';

export function openGallery(): Promise<{
  urlOf(state: string, language: string): string;
  everyState(page: Page): Promise<string[]>;
  settled(page: Page): Promise<void>;
  close(): Promise<void>;
}>;
