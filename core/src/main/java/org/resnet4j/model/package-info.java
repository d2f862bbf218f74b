/** A trained network and all that is needed to use it: its card, its preprocessing, its files. */
@NullMarked
package org.resnet4j.model;

import org.jspecify.annotations.NullMarked;
