/** The ways of giving an account just what a capture needs, by id. */
import { privilege, view } from './on-router.ts';
import type { Recipe } from './recipe.ts';
import { tacacs } from './tacacs.ts';

export const RECIPES = { privilege, tacacs, view } as const satisfies Record<string, Recipe>;
export type RecipeId = keyof typeof RECIPES;
