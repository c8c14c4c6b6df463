using System.Text.Json;

namespace ActiveResponse.Tool.Output;

/// <summary>Shows an agent's reply to a person.</summary>
internal interface IReplyPrinter
{
    /// <summary>Whether a line reports a problem.</summary>
    bool IsBad(JsonElement item);

    void Add(JsonElement item);

    /// <param name="isWhole">Whether the reply is complete.</param>
    void End(bool isWhole);
}
