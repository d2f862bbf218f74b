/** Texts for people: tables for a terminal, and the names that someone may have meant. */
@NullMarked
package org.resnet4j.text;

import org.jspecify.annotations.NullMarked;
