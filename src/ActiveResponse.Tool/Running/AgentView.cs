using ActiveResponse.AspNetCore.Views;
using ActiveResponse.Configuration;
using ActiveResponse.Guards;
using ActiveResponse.Tool.Control;

namespace ActiveResponse.Tool.Running;

/// <summary>Shows a running agent to those who ask over its socket.</summary>
internal static class AgentView
{
    public static EngineView Of(ComposedAgent agent, AllowChanges allow, RunSettings settings, ConfigFileSource? file)
    {
        var killSwitch = settings.KillSwitch ?? new GuardOptions().KillSwitchFile;
        return new EngineView(
            new EngineViewParts
            {
                Engine = agent.Engine,
                Store = agent.Store,
                Events = agent.Events,
                Allowed = new AgentAllowedTargets(allow),
                Config = file is null ? null : file.Look,
                ConfigFile = file?.Path,
                IsKilled = () => killSwitch is not null && Path.Exists(killSwitch),
                IsDryRun = () => settings.IsDryRun,
                IsMember = agent.Member is not null,
            }
        );
    }
}
