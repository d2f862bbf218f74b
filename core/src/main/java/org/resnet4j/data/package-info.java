/**
 * Data sets, from files to batches.
 *
 * <p>The entry point is {@link org.resnet4j.data.named.DataSets}: a name gives a {@link
 * org.resnet4j.data.Split} of two {@link org.resnet4j.data.Dataset}s. A {@link
 * org.resnet4j.data.Loader} turns one into batches ahead of time. It hides the readers of the file
 * formats.
 */
@NullMarked
package org.resnet4j.data;

import org.jspecify.annotations.NullMarked;
