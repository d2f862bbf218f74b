/** Recipes: how a network is trained, as values. */
@NullMarked
package org.resnet4j.train.recipe;

import org.jspecify.annotations.NullMarked;
