/**
 * A network as a list of steps for inference: what is computed from what, which operations became
 * part of others, and where in memory each value lies. Nothing here knows a native library.
 */
@NullMarked
package org.resnet4j.infer.graph;

import org.jspecify.annotations.NullMarked;
