/** Human-readable text: tables for a terminal, and suggestions of names. */
@NullMarked
package org.resnet4j.text;

import org.jspecify.annotations.NullMarked;
