/**
 * Training: a {@link org.resnet4j.train.recipe.Recipe} says how, the {@link
 * org.resnet4j.train.Trainer} does it, and a {@link org.resnet4j.train.run.RunFolder} keeps what
 * came of it.
 */
@NullMarked
package org.resnet4j.train;

import org.jspecify.annotations.NullMarked;
