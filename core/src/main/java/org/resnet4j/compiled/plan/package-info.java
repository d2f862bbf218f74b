/**
 * Compiled plans: the steps of a network as oneDNN primitives, with weights in the layout that each
 * prefers and memory that is allocated once.
 */
@NullMarked
package org.resnet4j.compiled.plan;

import org.jspecify.annotations.NullMarked;
