using ActiveResponse.Ossec.AsScript;
using ResponderScript;

// Built, and linked to from active-response/bin, this is a script for OSSEC, Wazuh 4 and Wazuh 5: <executable>edge-list</executable>.
var folder = Environment.GetEnvironmentVariable("EDGE_LIST_FOLDER") ?? "/var/lib/edge-list";
return await ActiveResponseScript.RunAsync(
    new EdgeListResponder(folder),
    args,
    new ActiveResponseScriptOptions { StateFolder = Path.Combine(folder, "state") }
);
