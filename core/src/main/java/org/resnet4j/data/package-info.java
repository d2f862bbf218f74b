/**
 * Data sets and the way from files to batches.
 *
 * <p>The door is {@link org.resnet4j.data.named.DataSets}: a name gives a {@link
 * org.resnet4j.data.Split} of two {@link org.resnet4j.data.Dataset}s. A {@link
 * org.resnet4j.data.Loader} turns one into batches ahead of time. The readers of each file format
 * are behind the door.
 */
@NullMarked
package org.resnet4j.data;

import org.jspecify.annotations.NullMarked;
