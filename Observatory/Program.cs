return await Observatory.ObservatoryHost.RunAsync(args, Console.Error).ConfigureAwait(false);
