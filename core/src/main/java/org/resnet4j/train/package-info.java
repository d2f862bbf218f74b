/**
 * Training: a {@link org.resnet4j.train.recipe.Recipe} configures it, the {@link
 * org.resnet4j.train.Trainer} runs it, and a {@link org.resnet4j.train.run.RunFolder} stores the
 * results.
 */
@NullMarked
package org.resnet4j.train;

import org.jspecify.annotations.NullMarked;
