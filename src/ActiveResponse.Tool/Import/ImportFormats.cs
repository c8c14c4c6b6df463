using System.Text;

namespace ActiveResponse.Tool.Import;

/// <summary>The formats that blocks are imported from.</summary>
internal static class ImportFormats
{
    public const string Auto = "auto";
    private const string Fail2ban = "fail2ban";
    private const string CrowdSec = "crowdsec";
    private const string Nftables = "nft";
    private const string Ipset = "ipset";
    private const string Json = "json";
    private const string Csv = "csv";
    private const string List = "list";
    private const int Head = 4096;

    /// <summary>The names of all formats.</summary>
    public static IReadOnlyList<string> Names { get; } = [Auto, Fail2ban, CrowdSec, Nftables, Ipset, Json, Csv, List];

    /// <summary>Reads the blocks of a file.</summary>
    /// <param name="file">The file; <c>-</c> for standard input.</param>
    /// <param name="format">Its format, or <c>auto</c>.</param>
    /// <param name="now">The time.</param>
    /// <exception cref="ImportException">The file can't be read, or is of another format.</exception>
    public static IReadOnlyList<ImportedBlock> Read(string file, string format, DateTimeOffset now)
    {
        try
        {
            if (file != "-" && format is Auto or Fail2ban && Fail2banDatabase.Is(file))
            {
                return Fail2banDatabase.Read(file, now);
            }

            var text = file == "-" ? Console.In.ReadToEnd() : File.ReadAllText(file, new UTF8Encoding(false));
            return (format == Auto ? Guess(text) : format) switch
            {
                Fail2ban => throw new ImportException($"{file} is no database of fail2ban (/var/lib/fail2ban/fail2ban.sqlite3)"),
                CrowdSec => CrowdSecDecisions.Read(text),
                Nftables => NftablesElements.Read(text),
                Ipset => IpsetMembers.Read(text),
                Json => OwnList.Read(text, now),
                Csv => CsvList.Read(text, now),
                _ => PlainList.Read(text),
            };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ImportException($"{file} can't be read: {e.Message}");
        }
        catch (ImportException e)
        {
            throw new ImportException(e.Message.StartsWith(file, StringComparison.Ordinal) ? e.Message : $"{file}: {e.Message}");
        }
    }

    private static string Guess(string text)
    {
        var head = text.TrimStart()[..Math.Min(Head, text.TrimStart().Length)];
        if (head.StartsWith('[') || head == "null")
        {
            return CrowdSec;
        }

        if (head.StartsWith('{'))
        {
            return head.Contains("\"nftables\"", StringComparison.Ordinal) ? Nftables : Json;
        }

        if (CsvList.Is(text))
        {
            return Csv;
        }

        return head.StartsWith("create ", StringComparison.Ordinal) || head.StartsWith("add ", StringComparison.Ordinal) ? Ipset : List;
    }
}
