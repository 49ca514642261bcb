import Circuits
import Testing

/// What a netlist says of other analyses and of starts elsewhere changes nothing here.
@Suite(.serialized) struct CardTests {
  @Test(arguments: [
    "C1 out 0 1u ic=3", "C1 out 0 IC = 3 c=1u", "C1 out 0 c=1u tc1=1m ic={1+1}", "C1 out 0 '1u*2' ic=3",
    "L1 m 0 1m ic=3m\nR2 out m 1k",
    "V1 x 0 dc 3 ac 1\nR2 out x 1k", "V1 x 0 ac 1 dc 3\nR2 out x 1k", "V1 x 0 3 ac 1 90\nR2 out x 1k",
    "V1 x 0 ac 1\nR2 out x 1k", "V1 x 0 DC=2 AC=1\nR2 out x 1k", "V1 x 0 dc {1+1} AC\nR2 out x 1k",
    "I1 0 out dc 1m ac 1m 0\nC1 out 0 1u", "R2 out 0 1k tc1=1m tc2=1u", "R2 out 0 r={1k} ac=2k",
    "D1 out 0 dx off ic=0.5\n.model dx d", "Q1 out out 0 qx ic=0.6,5\n.model qx npn",
  ])
  func values(lines: String) throws {
    try ReadAlikeTests.compare("* v\nVin in 0 external\nR1 in out 1k\n" + lines, top: 1, tolerance: 1e-5)
  }

  @Test func cards() throws {
    let source = """
      * cards
      Vin in 0 external
      .control
      op
      print all
      destroy all
      .endc
      .title another
      .nodeset v(out)=3
      .save v(nowhere)
      .op
      .tran 1u 1m
      + 0 10u
      .ac dec 10 1 1k
      .dc vin 0 1 0.1
      .print tran v(out)
      .plot tran v(out)
      .probe v(out)
      .four 1k v(out)
      .meas tran most max v(out)
      .temp 27
      .subckt s a b
      .save v(a)
      R1 a b 1k
      .ends
      X1 in out s
      * the load
      R2 out 0 {r}
      .param r=3k
      .end
      this is read by nobody
      """
    try ReadAlikeTests.compare(source, top: 1, tolerance: 1e-6)
    let circuit = try Circuit(source: source, name: "cards")
    let deck = try NgspiceOracle.standaloneDeck(circuit, input: [0, 1], inputRate: 1e6, outputRate: 1e6)
    #expect(deck.split(separator: "\n").filter { $0.hasPrefix(".tran") }.count == 1)
    #expect(deck.contains("X1 in out s\n* the load\nR2 out 0 {r}\n"))
    #expect(!deck.contains(".control") && !deck.contains("10u") && deck.contains(".temp") == false)
  }
}
