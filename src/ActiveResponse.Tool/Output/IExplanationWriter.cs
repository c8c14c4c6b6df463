using ActiveResponse.Configuration;
using ActiveResponse.Planning;

namespace ActiveResponse.Tool.Output;

/// <summary>Writes explanations, for a person or for a program.</summary>
internal interface IExplanationWriter
{
    void Write(ResponsePlan plan, ConfigDialect dialect);

    void WriteError(long line, string error);
}
