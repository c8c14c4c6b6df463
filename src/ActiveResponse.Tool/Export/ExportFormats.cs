using ActiveResponse.Tool.Output;

namespace ActiveResponse.Tool.Export;

/// <summary>The formats that effects are exported to.</summary>
internal static class ExportFormats
{
    public const string Json = "json";
    private const string Csv = "csv";
    private const string List = "list";
    private const string Nftables = "nft";
    private const string Ipset = "ipset";

    public static IReadOnlyList<string> Names { get; } = [Json, Csv, List, Nftables, Ipset];

    /// <summary>Prints effects in a format.</summary>
    /// <param name="format">The format; <see cref="Json"/> is the reply itself.</param>
    /// <param name="set">The name of sets.</param>
    public static IReplyPrinter Printer(string format, string set) =>
        format switch
        {
            Csv => new CsvPrinter(Console.Out),
            Nftables => new SetPrinter(Console.Out, new NftablesSets(set)),
            Ipset => new SetPrinter(Console.Out, new IpsetSets(set)),
            _ => new TargetPrinter(Console.Out),
        };
}
