namespace ActiveResponse.Alerts;

/// <summary>The fields of an alert that stand somewhere else in each layout.</summary>
internal enum AlertField
{
    Id,
    Time,
    AgentId,
    AgentName,
    AgentAddress,
    Location,
    Description,
    SourceAddress,
    User,
    SourceUser,
    FileName,
}
