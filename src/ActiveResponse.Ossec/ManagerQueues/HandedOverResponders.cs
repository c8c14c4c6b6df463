using ActiveResponse.Configuration;
using ActiveResponse.Planning;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Scripts;

namespace ActiveResponse.Ossec.ManagerQueues;

/// <summary>Stands for whatever the manager's execd runs on this host: planning uses the command's <c>expect</c>, and nothing runs
/// here.</summary>
internal sealed class HandedOverResponders(ConfigDialect dialect) : IScriptResponders
{
    private const SubjectKinds Everything = SubjectKinds.Address | SubjectKinds.User | SubjectKinds.File;

    public IResponder Find(CommandDefinition command, out string? whyNot)
    {
        whyNot = null;
        var needs =
            dialect == ConfigDialect.Ossec
                ? ResponderNeeds.Of(command.Expect)
                : ScriptNeeds.Of(ScriptProtocol.Wazuh4Stdin, command.Executable, command.Expect) with
                {
                    Optional = Everything,
                };
        return new HandedOver(command.Executable, needs);
    }

    private sealed class HandedOver(string executable, ResponderNeeds needs) : IReversibleResponder
    {
        public string Name => executable;

        public ResponderNeeds Needs => needs;

        public ValueTask<ResponderResult> ApplyAsync(ResponderContext context, CancellationToken cancellationToken) =>
            ValueTask.FromResult(NotByHand());

        public ValueTask<ResponderResult> RevertAsync(ResponderContext context, CancellationToken cancellationToken) =>
            ValueTask.FromResult(NotByHand());

        private ResponderResult NotByHand() =>
            ResponderResult.Refused(
                $"'{executable}' is run by the manager's execd, which accepts only responses in its ar.conf: use "
                    + "the manager's own tools for orders by hand"
            );
    }
}
