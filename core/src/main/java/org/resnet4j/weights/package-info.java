/** Reading of weight files, and recognition of the network they belong to. */
@NullMarked
package org.resnet4j.weights;

import org.jspecify.annotations.NullMarked;
