package org.resnet4j.report;

import java.awt.AlphaComposite;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Composite;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.GraphicsConfiguration;
import java.awt.Image;
import java.awt.Paint;
import java.awt.Polygon;
import java.awt.Rectangle;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.Stroke;
import java.awt.font.FontRenderContext;
import java.awt.font.GlyphVector;
import java.awt.font.TextLayout;
import java.awt.geom.AffineTransform;
import java.awt.geom.Arc2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;
import java.awt.image.BufferedImageOp;
import java.awt.image.ImageObserver;
import java.awt.image.RenderedImage;
import java.awt.image.renderable.RenderableImage;
import java.text.AttributedCharacterIterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Graphics2D} reduced to two operations, {@code draw} and {@code fill} of a shape: it
 * keeps colour, stroke, font, transform and clip, and turns everything else into those two. Images
 * and pixel operations are refused.
 */
abstract class ShapeGraphics extends Graphics2D {
  private final RenderingHints hints = new RenderingHints(Map.of());
  private AffineTransform transform = new AffineTransform();
  private Color color = Color.BLACK;
  private Color background = Color.WHITE;
  private Stroke stroke = new BasicStroke();
  private Font font = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
  private Composite composite = AlphaComposite.SrcOver;
  private @Nullable Shape clip;

  private static UnsupportedOperationException refused() {
    return new UnsupportedOperationException("a chart of shapes holds no images or pixels");
  }

  private void drawLayout(TextLayout layout, float x, float y) {
    fill(layout.getOutline(AffineTransform.getTranslateInstance(x, y)));
  }

  @Override
  public void drawString(String text, float x, float y) {
    if (!text.isEmpty()) {
      drawLayout(new TextLayout(text, font, getFontRenderContext()), x, y);
    }
  }

  @Override
  public void drawString(AttributedCharacterIterator text, float x, float y) {
    drawLayout(new TextLayout(text, getFontRenderContext()), x, y);
  }

  @Override
  public void drawString(String text, int x, int y) {
    drawString(text, (float) x, (float) y);
  }

  @Override
  public void drawString(AttributedCharacterIterator text, int x, int y) {
    drawString(text, (float) x, (float) y);
  }

  @Override
  public void drawGlyphVector(GlyphVector glyphs, float x, float y) {
    fill(glyphs.getOutline(x, y));
  }

  @Override
  public FontRenderContext getFontRenderContext() {
    return new FontRenderContext(null, true, true);
  }

  @Override
  public void drawLine(int x1, int y1, int x2, int y2) {
    draw(new Line2D.Double(x1, y1, x2, y2));
  }

  @Override
  public void fillRect(int x, int y, int width, int height) {
    fill(new Rectangle(x, y, width, height));
  }

  @Override
  public void clearRect(int x, int y, int width, int height) {
    Color kept = color;
    color = background;
    fillRect(x, y, width, height);
    color = kept;
  }

  @Override
  public void drawRoundRect(int x, int y, int width, int height, int arcWidth, int arcHeight) {
    draw(new RoundRectangle2D.Double(x, y, width, height, arcWidth, arcHeight));
  }

  @Override
  public void fillRoundRect(int x, int y, int width, int height, int arcWidth, int arcHeight) {
    fill(new RoundRectangle2D.Double(x, y, width, height, arcWidth, arcHeight));
  }

  @Override
  public void drawOval(int x, int y, int width, int height) {
    draw(new Ellipse2D.Double(x, y, width, height));
  }

  @Override
  public void fillOval(int x, int y, int width, int height) {
    fill(new Ellipse2D.Double(x, y, width, height));
  }

  @Override
  public void drawArc(int x, int y, int width, int height, int start, int extent) {
    draw(new Arc2D.Double(x, y, width, height, start, extent, Arc2D.OPEN));
  }

  @Override
  public void fillArc(int x, int y, int width, int height, int start, int extent) {
    fill(new Arc2D.Double(x, y, width, height, start, extent, Arc2D.PIE));
  }

  @Override
  public void drawPolyline(int[] xs, int[] ys, int count) {
    Path2D path = new Path2D.Double();
    for (int i = 0; i < count; i++) {
      if (i == 0) {
        path.moveTo(xs[i], ys[i]);
      } else {
        path.lineTo(xs[i], ys[i]);
      }
    }
    draw(path);
  }

  @Override
  public void drawPolygon(int[] xs, int[] ys, int count) {
    draw(new Polygon(xs, ys, count));
  }

  @Override
  public void fillPolygon(int[] xs, int[] ys, int count) {
    fill(new Polygon(xs, ys, count));
  }

  @Override
  public Color getColor() {
    return color;
  }

  @Override
  public void setColor(@Nullable Color color) {
    if (color != null) {
      this.color = color;
    }
  }

  @Override
  public Paint getPaint() {
    return color;
  }

  @Override
  public void setPaint(@Nullable Paint paint) {
    if (paint instanceof Color solid) {
      color = solid;
    } else if (paint != null) {
      throw refused();
    }
  }

  @Override
  public Color getBackground() {
    return background;
  }

  @Override
  public void setBackground(Color color) {
    background = color;
  }

  @Override
  public Font getFont() {
    return font;
  }

  @Override
  public void setFont(@Nullable Font font) {
    if (font != null) {
      this.font = font;
    }
  }

  @Override
  public Stroke getStroke() {
    return stroke;
  }

  @Override
  public void setStroke(Stroke stroke) {
    this.stroke = stroke;
  }

  @Override
  public Composite getComposite() {
    return composite;
  }

  @Override
  public void setComposite(Composite composite) {
    this.composite = composite;
  }

  @Override
  public @Nullable Shape getClip() {
    return clip;
  }

  @Override
  public void setClip(@Nullable Shape clip) {
    this.clip = clip;
  }

  @Override
  public void setClip(int x, int y, int width, int height) {
    setClip(new Rectangle(x, y, width, height));
  }

  @Override
  public void clip(@Nullable Shape shape) {
    if (shape == null) {
      setClip(null);
    } else {
      Rectangle2D area = shape.getBounds2D();
      Shape old = clip;
      setClip(old == null ? area : area.createIntersection(old.getBounds2D()));
    }
  }

  @Override
  public void clipRect(int x, int y, int width, int height) {
    clip(new Rectangle(x, y, width, height));
  }

  @Override
  public @Nullable Rectangle getClipBounds() {
    Shape area = clip;
    return area == null ? null : area.getBounds();
  }

  @Override
  public boolean hit(Rectangle area, Shape shape, boolean onStroke) {
    Shape outline = onStroke ? stroke.createStrokedShape(shape) : shape;
    return transform.createTransformedShape(outline).intersects(area);
  }

  @Override
  public AffineTransform getTransform() {
    return new AffineTransform(transform);
  }

  @Override
  public void setTransform(AffineTransform transform) {
    this.transform = new AffineTransform(transform);
  }

  @Override
  public void transform(AffineTransform other) {
    transform.concatenate(other);
  }

  @Override
  public void translate(int x, int y) {
    transform.translate(x, y);
  }

  @Override
  public void translate(double x, double y) {
    transform.translate(x, y);
  }

  @Override
  public void rotate(double angle) {
    transform.rotate(angle);
  }

  @Override
  public void rotate(double angle, double x, double y) {
    transform.rotate(angle, x, y);
  }

  @Override
  public void scale(double x, double y) {
    transform.scale(x, y);
  }

  @Override
  public void shear(double x, double y) {
    transform.shear(x, y);
  }

  @Override
  public void setRenderingHint(RenderingHints.@Nullable Key key, @Nullable Object value) {
    // Smoothness is the business of whoever shows the shapes.
  }

  @Override
  public @Nullable Object getRenderingHint(RenderingHints.Key key) {
    return hints.get(key);
  }

  @Override
  public void setRenderingHints(Map<?, ?> hints) {
    // As for one hint.
  }

  @Override
  public void addRenderingHints(Map<?, ?> hints) {
    // As for one hint.
  }

  @Override
  public RenderingHints getRenderingHints() {
    return (RenderingHints) hints.clone();
  }

  @Override
  public void dispose() {
    // Holds nothing of the system.
  }

  @Override
  public Graphics create() {
    throw refused();
  }

  @Override
  public void setPaintMode() {
    composite = AlphaComposite.SrcOver;
  }

  @Override
  public void setXORMode(Color color) {
    throw refused();
  }

  @Override
  public FontMetrics getFontMetrics(Font font) {
    throw refused();
  }

  @Override
  public GraphicsConfiguration getDeviceConfiguration() {
    throw refused();
  }

  @Override
  public void copyArea(int x, int y, int width, int height, int dx, int dy) {
    throw refused();
  }

  @Override
  public boolean drawImage(Image image, AffineTransform transform, ImageObserver observer) {
    throw refused();
  }

  @Override
  public void drawImage(BufferedImage image, BufferedImageOp operation, int x, int y) {
    throw refused();
  }

  @Override
  public void drawRenderedImage(RenderedImage image, AffineTransform transform) {
    throw refused();
  }

  @Override
  public void drawRenderableImage(RenderableImage image, AffineTransform transform) {
    throw refused();
  }

  @Override
  public boolean drawImage(Image image, int x, int y, ImageObserver observer) {
    throw refused();
  }

  @Override
  public boolean drawImage(Image image, int x, int y, int w, int h, ImageObserver observer) {
    throw refused();
  }

  @Override
  public boolean drawImage(Image image, int x, int y, Color background, ImageObserver observer) {
    throw refused();
  }

  @Override
  public boolean drawImage(
      Image image, int x, int y, int w, int h, Color background, ImageObserver observer) {
    throw refused();
  }

  @Override
  public boolean drawImage(
      Image image,
      int toX1,
      int toY1,
      int toX2,
      int toY2,
      int x1,
      int y1,
      int x2,
      int y2,
      ImageObserver observer) {
    throw refused();
  }

  @Override
  public boolean drawImage(
      Image image,
      int toX1,
      int toY1,
      int toX2,
      int toY2,
      int x1,
      int y1,
      int x2,
      int y2,
      Color background,
      ImageObserver observer) {
    throw refused();
  }
}
