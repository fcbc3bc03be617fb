# One image: the site by default, the data commands as `python -m etl ...`.
FROM python:3.13.14-slim-trixie@sha256:bf503bb2243c5aad0aa951544dd60d165f992646441d35dea90893703fc26251 AS base

FROM base AS build
WORKDIR /app

# MCP=1 adds the packages of the server for assistants: 28 MB (docs/operations.md).
ARG MCP
COPY requirements*.txt ./
RUN python -m venv --without-pip /venv \
 && python -m pip --python /venv/bin/python install --no-cache-dir --disable-pip-version-check --no-deps \
      --only-binary :all: --require-hashes -r "requirements${MCP:+-mcp}.txt"

# What only those who develop the packages need, and of plotly what draws outside of a browser or checks figures that are
# made of its classes: the figures here are plain, and plotly.js is a bundle of our own.
WORKDIR /venv/lib/python3.13/site-packages
RUN find . -type d -name tests -prune -exec rm -r {} + \
 && find . \( -name '*.pyi' -o -name '*.map' \) -delete \
 && rm -r babel/messages dash/dash-renderer/build/dash_renderer.dev.js dash/labextension dash/nbextension dash/testing \
      plotly/express plotly/figure_factory plotly/labextension plotly/matplotlylib plotly/package_data plotly/validators \
 && find plotly/graph_objs -mindepth 1 -type d -prune -exec rm -r {} +
WORKDIR /app

COPY app.py gunicorn.conf.py LICENSE ./
COPY analysis analysis
COPY components components
COPY data data
COPY etl etl
COPY packs packs
COPY service service
COPY tools/locales.py tools/precompress.py tools/
# Bytecode that does not look at the clock, so that copying the files keeps it valid, and without docstrings, which take
# a tenth of a worker's memory; then the static files, compressed; and of 33 MB of locale data what is read.
RUN /venv/bin/python -m compileall -q -j 0 -o 2 --invalidation-mode unchecked-hash /venv/lib analysis components data etl service app.py \
 && /venv/bin/python -m tools.precompress /app/compressed \
 && /venv/bin/python -m tools.locales \
 && rm -r tools


FROM base
WORKDIR /app

ENV PATH=/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONOPTIMIZE=2 \
    PYTHONUNBUFFERED=1 \
    COMPRESSED_DIR=/app/compressed \
    DATA_DIR=/data

# A folder for data; and no pip, which nobody needs in a container that cannot be written to.
RUN install -d -o 10001 -g 10001 /data && rm -r /usr/local/lib/python3.13/site-packages/pip* /usr/local/bin/pip*

COPY --from=build /venv /venv
COPY --from=build /app /app

USER 10001:10001
VOLUME /data
EXPOSE 8050

# A start on refreshed data draws every page before the port is open.
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --start-interval=1s \
  CMD ["python", "-c", "import http.client as h, os; c = h.HTTPConnection('127.0.0.1', int(os.environ.get('PORT', 8050)), timeout=4); c.request('GET', '/readyz'); r = c.getresponse(); print(r.read().decode()); raise SystemExit(r.status != 200)"]

CMD ["gunicorn", "app:server"]
