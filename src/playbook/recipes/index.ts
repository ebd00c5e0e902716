/** The ways of giving an account just what a capture needs, by id. */
import { privilege } from './privilege.ts';
import type { Recipe } from './recipe.ts';
import { tacacs } from './tacacs.ts';
import { view } from './view.ts';

export const RECIPES = { privilege, tacacs, view } as const satisfies Record<string, Recipe>;
export type RecipeId = keyof typeof RECIPES;
