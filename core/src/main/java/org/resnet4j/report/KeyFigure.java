package org.resnet4j.report;

/**
 * A number that sums up a page, shown large at its top.
 *
 * @param label what it is: {@code top-1}
 * @param value as it is to be read: {@code 90.6}
 * @param unit {@code %}, or nothing
 */
public record KeyFigure(String label, String value, String unit) {}
