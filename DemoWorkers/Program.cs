using Tta.DemoWorkers;

return await Worker.RunAsync(args, Console.Out, Console.Error);
