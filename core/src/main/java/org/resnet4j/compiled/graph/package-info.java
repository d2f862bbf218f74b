/**
 * A network as a list of steps: their dependencies, which operations are fused, and the form of
 * each value. Nothing here depends on a native library.
 */
@NullMarked
package org.resnet4j.compiled.graph;

import org.jspecify.annotations.NullMarked;
