/** Interpreters of a layer tree that need no weights: output shapes and multiply-adds. */
@NullMarked
package org.resnet4j.arch.cost;

import org.jspecify.annotations.NullMarked;
