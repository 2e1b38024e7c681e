from . import bench_floor_answer
