/**
 * Compiled plans: the steps of a network as primitives of oneDNN, with weights in the order that
 * each wants and with memory that is taken once.
 */
@NullMarked
package org.resnet4j.compiled.plan;

import org.jspecify.annotations.NullMarked;
