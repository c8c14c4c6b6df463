using ActiveResponse.Configuration;

namespace ActiveResponse.Planning;

/// <summary>What a command asks for by its <c>&lt;expect&gt;</c>, for executables whose responder isn't known on this host.</summary>
internal static class ExpectedNeeds
{
    public static ResponderNeeds Of(CommandDefinition command) => new() { Required = KindsOf(command.Expect) };

    private static SubjectKinds KindsOf(ExpectedFields expect) =>
        (expect.HasFlag(ExpectedFields.SourceAddress) ? SubjectKinds.Address : SubjectKinds.None)
        | (expect.HasFlag(ExpectedFields.User) ? SubjectKinds.User : SubjectKinds.None)
        | (expect.HasFlag(ExpectedFields.FileName) ? SubjectKinds.File : SubjectKinds.None);
}
