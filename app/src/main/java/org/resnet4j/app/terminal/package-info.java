/** What a person sees while work goes on, and answers for people and programs. */
@NullMarked
package org.resnet4j.app.terminal;

import org.jspecify.annotations.NullMarked;
