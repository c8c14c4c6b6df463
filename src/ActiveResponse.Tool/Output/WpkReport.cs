using System.Text.Json;
using ActiveResponse.Ossec.Wpk;

namespace ActiveResponse.Tool.Output;

/// <summary>The output of <c>wpk verify</c>.</summary>
internal static class WpkReport
{
    public static void Write(TextWriter output, string file, WpkVerification result, bool json)
    {
        if (json)
        {
            JsonLine.Write(output, line => WriteJson(line, file, result));
            return;
        }

        output.WriteLine(
            result.IsGenuine
                ? $"{ToolText.OneLine(file)}: genuine: signed by {ToolText.OneLine(result.Signer)}, vouched for by "
                    + $"{ToolText.OneLine(result.CaStore)}"
                : $"{ToolText.OneLine(file)}: refused: {ToolText.OneLine(result.Detail)} ({result.Failure})"
        );
        if (result.IsGenuine)
        {
            output.WriteLine(FormattableString.Invariant($"content: {result.ContentLength} bytes, SHA-256 {result.ContentHash}"));
        }
    }

    private static void WriteJson(Utf8JsonWriter json, string file, WpkVerification result)
    {
        json.WriteString("file", file);
        json.WriteBoolean("genuine", result.IsGenuine);
        json.WriteString("failure", result.Failure?.ToString());
        json.WriteString("detail", result.Detail);
        json.WriteString("signer", result.Signer);
        json.WriteString("fingerprint", result.Fingerprint);
        json.WriteString("caStore", result.CaStore);
        json.WriteNumber("contentLength", result.ContentLength);
        json.WriteString("contentSha256", result.ContentHash);
    }
}
