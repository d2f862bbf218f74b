/**
 * A network as a list of steps: what is computed from what, which operations became part of others,
 * and in which form each value is kept. Nothing here knows a native library.
 */
@NullMarked
package org.resnet4j.compiled.graph;

import org.jspecify.annotations.NullMarked;
