using System.Text.Json;

namespace ActiveResponse.Tool.Output;

/// <summary>Shows an agent's answer to a person.</summary>
internal interface IAnswerPrinter
{
    /// <summary>Whether a line of it means that something is wrong.</summary>
    bool IsBad(JsonElement item);

    void Add(JsonElement item);

    /// <param name="isWhole">Whether nothing is missing.</param>
    void End(bool isWhole);
}
