package org.resnet4j.report;

import java.io.StringReader;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** Reads a picture back as XML, which fails if it is not well-formed. */
public final class Xml {
  private Xml() {}

  /** The document in a text. */
  public static Document parse(String text) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setNamespaceAware(true);
    return factory.newDocumentBuilder().parse(new InputSource(new StringReader(text)));
  }

  /** The number of shapes in series colour {@code i}. */
  static int painted(String svg, int i) throws Exception {
    NodeList paths = parse(svg).getElementsByTagName("path");
    int count = 0;
    for (int p = 0; p < paths.getLength(); p++) {
      String style =
          paths.item(p).getAttributes().getNamedItem("class") == null
              ? ""
              : paths.item(p).getAttributes().getNamedItem("class").getNodeValue();
      count += style.endsWith("-s" + i) ? 1 : 0;
    }
    return count;
  }
}
