using Tta.Deployment;

return DeploymentCommands.Root(Console.Out, Console.Error).Parse(args).Invoke();
