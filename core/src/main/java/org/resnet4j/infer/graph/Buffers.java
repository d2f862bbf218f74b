package org.resnet4j.infer.graph;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * Where in one piece of memory each value of a graph lies. Values that do not live at the same time
 * share their place, so that much of what a step reads is still in the processor's caches.
 *
 * @param offsets in bytes, multiples of {@link #ALIGNMENT}
 * @param bytes of the whole piece
 */
public record Buffers(Map<Value, Long> offsets, long bytes) {
  /** A cache line, the width of the widest vector instructions: 64 bytes. */
  public static final int ALIGNMENT = 64;

  /**
   * A piece of memory, the steps during which it is needed, and the values that take it in turn.
   */
  private static final class Piece {
    final List<Value> values = new ArrayList<>();
    final int firstStep;
    final long size;
    int lastStep;
    long offset = -1;

    Piece(Value value, int firstStep, long size) {
      values.add(value);
      this.firstStep = firstStep;
      this.lastStep = firstStep;
      this.size = (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    boolean isNeededWith(Piece other) {
      return firstStep <= other.lastStep && other.firstStep <= lastStep;
    }
  }

  /**
   * Gives the largest pieces their places first, each the lowest that is free as long as it is
   * needed.
   *
   * @param bytes how many bytes a value needs
   */
  public static Buffers of(Graph graph, ToLongFunction<Value> bytes) {
    List<Piece> pieces = pieces(graph, bytes);
    pieces.sort(Comparator.comparingLong((Piece piece) -> -piece.size));
    List<Piece> placed = new ArrayList<>(); // Sorted by offset.
    long end = 0;
    for (Piece piece : pieces) {
      piece.offset = 0;
      for (Piece other : placed) {
        if (piece.isNeededWith(other)) {
          if (piece.offset + piece.size <= other.offset) {
            break;
          }
          piece.offset = Math.max(piece.offset, other.offset + other.size);
        }
      }
      placed.add(piece);
      placed.sort(Comparator.comparingLong(other -> other.offset));
      end = Math.max(end, piece.offset + piece.size);
    }
    Map<Value, Long> offsets = new HashMap<>();
    placed.forEach(piece -> piece.values.forEach(value -> offsets.put(value, piece.offset)));
    return new Buffers(Map.copyOf(offsets), end);
  }

  private static List<Piece> pieces(Graph graph, ToLongFunction<Value> bytes) {
    List<Piece> pieces = new ArrayList<>();
    pieces.add(new Piece(graph.input(), 0, bytes.applyAsLong(graph.input())));
    for (int i = 0; i < graph.steps().size(); i++) {
      Step step = graph.steps().get(i);
      for (Value input : step.inputs()) {
        holder(pieces, input).lastStep = i;
      }
      if (step.isInPlace()) {
        holder(pieces, step.inputs().get(1)).values.add(step.output());
      } else {
        pieces.add(new Piece(step.output(), i, bytes.applyAsLong(step.output())));
      }
    }
    holder(pieces, graph.output()).lastStep = graph.steps().size();
    return pieces;
  }

  private static Piece holder(List<Piece> pieces, Value value) {
    for (int i = pieces.size() - 1; i >= 0; i--) { // Mostly one of the last.
      if (pieces.get(i).values.contains(value)) {
        return pieces.get(i);
      }
    }
    throw new IllegalArgumentException(value + " is read before it is computed");
  }
}
