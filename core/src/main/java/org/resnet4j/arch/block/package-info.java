/** Blocks, the units that residual networks repeat, and the options that shape them. */
@NullMarked
package org.resnet4j.arch.block;

import org.jspecify.annotations.NullMarked;
