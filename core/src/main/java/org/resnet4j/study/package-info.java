/**
 * Claims of the papers as experiments: a question, networks to train, measurements on them, and a
 * verdict that follows from the numbers. The experiments themselves are in {@code experiments}.
 */
@NullMarked
package org.resnet4j.study;

import org.jspecify.annotations.NullMarked;
