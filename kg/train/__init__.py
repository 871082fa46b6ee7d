"""Training of the mention encoder that ships in `kg/extract/models/mentions`. Needs the extra `train`.

python -m kg.train --re3d DIR --base DIR     train, export, check, write the model's files
python -m kg.train.crossvalidate --re3d DIR  figures by cross-validation, for the scorer of re3d
"""
