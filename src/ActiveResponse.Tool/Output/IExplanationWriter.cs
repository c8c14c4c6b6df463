using ActiveResponse.Alerts;
using ActiveResponse.Configuration;
using ActiveResponse.Ossec.ManagerQueues.Exact;
using ActiveResponse.Planning;

namespace ActiveResponse.Tool.Output;

/// <summary>Writes explanations, for a person or for a program.</summary>
internal interface IExplanationWriter
{
    void Write(ResponsePlan plan, ConfigDialect dialect);

    /// <summary>Writes what analysisd itself would do with an alert.</summary>
    void Write(Alert alert, IEnumerable<AnalysisdResponse> responses);

    void WriteError(long line, string error);
}
