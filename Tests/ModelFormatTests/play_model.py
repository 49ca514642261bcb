"""Plays a model by docs/model-format.md alone: play_model.py DOCUMENT MODEL JOB.

JOB holds {"rateHz": …, "volts": […], "positions": [{control: 0…1}, …]}; prints {"volts": […], "states": […]}.
The reader is the document's own last Python block.
"""
import json, re, sys

document, model, job = sys.argv[1:]
exec(re.findall(r"```python\n(.*?)```", open(document, encoding="utf-8").read(), re.S)[-1])
job = json.load(open(job))
volts, states = Model(model).play(job["volts"], job["positions"], 1 / job["rateHz"])
print(json.dumps({"volts": [float(v) for v in volts], "states": [float(v) for v in states]}))
