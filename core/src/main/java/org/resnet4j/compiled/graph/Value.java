package org.resnet4j.compiled.graph;

import org.resnet4j.layer.Shape;

/**
 * What flows from step to step, for each image of a batch.
 *
 * @param id which no other value of the graph has
 * @param shape of the maps; what was flattened keeps the shape of its maps
 */
public record Value(int id, Shape shape) {}
