/**
 * The layer language: a network is a tree of small records, and everything else interprets it.
 *
 * <p>A {@link org.resnet4j.layer.Layer} holds no weights and no native memory. An interpreter is an
 * {@link org.resnet4j.layer.Ops} for some type {@code T}: a tensor, a shape, a row of a table.
 */
@NullMarked
package org.resnet4j.layer;

import org.jspecify.annotations.NullMarked;
